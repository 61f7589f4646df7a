import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { forgetBoot } from './forget-boot.js';

it('lets go of what nobody holds any more', async () => {
  const garbage = new WeakRef({ of: 'the boot' });
  await turn();
  forgetBoot();
  expect(garbage.deref()).toBeUndefined();
});
