import { Admissions } from './application/admissions.js';
import { AdministrationQueries } from './application/administration-queries.js';
import { Catalogue } from './application/catalogue.js';
import { ChangeSubscription } from './application/change-subscription.js';
import { CheckDownload } from './application/check-download.js';
import { CheckFileAccess } from './application/check-file-access.js';
import { DecideDownloads } from './application/decide-downloads.js';
import { DownloadTargets } from './application/download-targets.js';
import { ErasePerson } from './application/erase-person.js';
import { FollowDownloads } from './application/follow-downloads.js';
import { ForgetPerson } from './application/forget-person.js';
import { GenerateLink } from './application/generate-link.js';
import { GiveBackPlace } from './application/give-back-place.js';
import { GrantLog } from './application/grant-log.js';
import { Housekeeping } from './application/housekeeping.js';
import { IssueLink } from './application/issue-link.js';
import { LearnFiles } from './application/learn-files.js';
import { LinkDesk } from './application/link-desk.js';
import { MakeLink } from './application/make-link.js';
import { PersonalRecords } from './application/personal-records.js';
import { PublishAsset } from './application/publish-asset.js';
import { RecordOrder } from './application/record-order.js';
import { RecordTransfers } from './application/record-transfers.js';
import { RemoveAsset } from './application/remove-asset.js';
import { Revocables } from './application/revocables.js';
import { RevokeClaims } from './application/revoke-claims.js';
import { StoreReports } from './application/store-reports.js';

/** For the module that wires them. */
export const useCases = [
  Admissions,
  AdministrationQueries,
  Catalogue,
  ChangeSubscription,
  CheckDownload,
  CheckFileAccess,
  DecideDownloads,
  DownloadTargets,
  ErasePerson,
  FollowDownloads,
  ForgetPerson,
  GenerateLink,
  GiveBackPlace,
  GrantLog,
  Housekeeping,
  IssueLink,
  LearnFiles,
  LinkDesk,
  MakeLink,
  PersonalRecords,
  PublishAsset,
  RecordOrder,
  RecordTransfers,
  RemoveAsset,
  Revocables,
  RevokeClaims,
  StoreReports,
];
