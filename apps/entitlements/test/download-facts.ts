import type { DownloadFacts } from '@waybill/contracts';
import { pendingDownload } from '@waybill/testing';
import { MIB } from './scenery.js';

interface Wish extends Partial<DownloadFacts> {
  readonly title?: string;
}

/** What an event of a pending download of the scenery's asset says of it. */
export function downloadFacts({ title = 'Medieval Castle', ...change }: Wish): DownloadFacts {
  const castle = { resourceType: 'model', fileName: 'castle.zip', fileType: 'archive', size: 10 * MIB };
  return pendingDownload({ assetTitle: title, ...castle, ...change });
}
