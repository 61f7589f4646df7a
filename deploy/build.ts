import { build } from './build/build.ts';

const started = performance.now();
const files = await build();
const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log(files === 0 ? 'Nothing to build' : `Built ${String(files)} files in ${seconds} s`);
