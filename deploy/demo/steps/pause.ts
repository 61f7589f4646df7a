import { at } from '../person.ts';
import { check, checkStatus, textAt } from '../checks.ts';
import { isLarge, type Step, type Story } from '../story.ts';

/** It goes on where it was; a pause stops the bytes and the link. */
export const pause: Step = {
  title: 'Resuming, and pausing half-way',
  run: async (story) => {
    const { receiver, file } = story;
    await resume(story);
    const half = Math.floor(file.size * 0.55);
    if (isLarge(story)) await pauseWhileRunning(story, half);
    else {
      await receiver.fetch(story.link, { end: half });
      await pauseIt(story);
    }
    await refusedLink(story);
  },
};

export async function resume(story: Story): Promise<void> {
  const { buyer, downloadId, receiver } = story;
  const started = await buyer.post(`/downloads/${downloadId}/start`, { resumeFrom: receiver.received });
  checkStatus('it is set going again', started, 200);
  const detail = await buyer.get(`/downloads/${downloadId}`);
  story.link = textAt(detail, 'data.download.downloadUrl');
}

async function pauseIt({ buyer, downloadId }: Story): Promise<void> {
  const paused = await buyer.post(`/downloads/${downloadId}/pause`);
  checkStatus('it is paused', paused, 200);
  check('and says so', at(paused, 'data.download.status') === 'paused', paused);
}

async function pauseWhileRunning(story: Story, half: number): Promise<void> {
  const { receiver, file, link } = story;
  let asked = 0;
  const work = async () => {
    await pauseIt(story);
    asked = Date.now();
  };
  const outcome = await receiver.fetch(link, { pauseAt: { bytes: half, work } });
  const cut = outcome === 'cut' && receiver.received < file.size;
  check(`the running transfer was cut after ${String(Date.now() - asked)} ms`, cut, {
    outcome,
    received: receiver.received,
  });
}

async function refusedLink({ link }: Story): Promise<void> {
  const deadline = Date.now() + 5_000;
  let status = 0;
  while (status !== 409 && Date.now() < deadline) {
    const answer = await fetch(link, { headers: { range: 'bytes=0-0' } });
    await answer.arrayBuffer();
    status = answer.status;
  }
  check('the link is refused: 409', status === 409, status);
}
