import { Admissions } from './application/admission.js';
import { CancelDownload } from './application/cancel-download.js';
import { CleanUpDownloads } from './application/clean-up-downloads.js';
import { CleanUpStorage } from './application/clean-up-storage.js';
import { CreateBatch } from './application/create-batch.js';
import { CreateDownload } from './application/create-download.js';
import { DeleteDownload } from './application/delete-download.js';
import { EndReportedDownload } from './application/end-reported-download.js';
import { ErasePerson } from './application/erase-person.js';
import { FailDownloads } from './application/fail-downloads.js';
import { FollowDownloads } from './application/follow-downloads.js';
import { KeyedMutex } from './application/keyed-mutex.js';
import { PauseDownload } from './application/pause-download.js';
import { RecordTransfers } from './application/record-transfers.js';
import { ReportDownload } from './application/report-download.js';
import { ReportProgress } from './application/report-progress.js';
import { ResumeReportedDownload } from './application/resume-reported-download.js';
import { RetryDownload } from './application/retry-download.js';
import { StartDownload } from './application/start-download.js';
import { TendDownloads } from './application/tend-downloads.js';

/** Everything that this service does, and what its doings share. */
export const USE_CASES = [
  Admissions,
  KeyedMutex,
  CreateDownload,
  CreateBatch,
  StartDownload,
  PauseDownload,
  CancelDownload,
  RetryDownload,
  DeleteDownload,
  ReportProgress,
  CleanUpDownloads,
  CleanUpStorage,
  RecordTransfers,
  FailDownloads,
  TendDownloads,
  FollowDownloads,
  ErasePerson,
  ReportDownload,
  EndReportedDownload,
  ResumeReportedDownload,
];
