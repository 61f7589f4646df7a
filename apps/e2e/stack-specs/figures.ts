import { admin, at } from '../contract/world.js';

const MIB = 1024 * 1024;

/** All bytes of a file that were sent to anybody, as analysts read it. */
export async function bytesOfFile(fileId: string): Promise<number> {
  const answer = await admin.get(`/api/downloads/files/${fileId}/analytics`);
  return Math.round(at<number>(answer, 'total_bandwidth_mb') * MIB);
}
