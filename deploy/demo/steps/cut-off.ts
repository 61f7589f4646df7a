import { formatBytes } from '@waybill/kernel';
import { check, numberAt, textAt, until } from '../checks.ts';
import { isLarge, type Step, type Story } from '../story.ts';

/** What may be on its way in socket buffers between the storage element and us, where only the gateway stands between. */
const IN_FLIGHT = 24 * 1024 * 1024;
/** The balancer stands before both: twice as many connections. */
const inFlight = ({ stack }: Story) => (stack.backing?.balancer === undefined ? IN_FLIGHT : 2 * IN_FLIGHT);

/** The connection breaks; the server knows how far it got. */
export const cutOff: Step = {
  title: 'Fetching, until the connection breaks at 40 %',
  run: async (story) => {
    const { receiver, file, link } = story;
    const cut = Math.floor(file.size * 0.4);
    await receiver.fetch(link, isLarge(story) ? { stopAt: cut } : { end: cut });
    check(`${formatBytes(receiver.received)} have arrived`, receiver.received < file.size, receiver.received);
    const progress = await settledProgress(story);
    const downloaded = numberAt(progress, 'data.progress.downloaded');
    const near = downloaded >= receiver.received && downloaded <= receiver.received + inFlight(story);
    const percent = String(numberAt(progress, 'data.progress.progress'));
    check(`the server knows: ${percent} %, ${formatBytes(downloaded)}`, near, {
      progress,
      received: receiver.received,
    });
    const status = textAt(progress, 'data.progress.status');
    check('the download is running still', status === 'downloading', progress);
  },
};

/** The last report of a broken transfer comes when the storage element notices. */
function settledProgress({ buyer, downloadId, receiver }: Story) {
  return until(
    () => buyer.get(`/downloads/${downloadId}/progress`),
    (answer) => numberAt(answer, 'data.progress.downloaded') >= receiver.received,
  );
}
