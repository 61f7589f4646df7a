import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { end } from './child.ts';
import type { BenchFiles } from './files.ts';
import type { Contestant } from './contestant.ts';
import { freePort, untilListens } from './ports.ts';
import { hasProgram } from './wrk.ts';

/** One worker, sendfile on, no log: the best that it does. Null where it is not installed. */
export async function startNginx(home: string, { folder }: BenchFiles): Promise<Contestant | null> {
  if (!(await hasProgram('nginx', '-v'))) return null;
  const prefix = join(home, 'nginx');
  await mkdir(prefix, { recursive: true });
  const port = await freePort();
  const path = join(prefix, 'nginx.conf');
  await writeFile(path, configuration(prefix, folder, port));
  const nginx = spawn('nginx', ['-c', path, '-p', prefix], { stdio: 'ignore' });
  await untilListens(port);
  return {
    name: 'nginx',
    origin: `http://127.0.0.1:${String(port)}`,
    paths: (size) => [`/${size}`],
    stop: () => end(nginx),
  };
}

function configuration(prefix: string, folder: string, port: number): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${prefix}/${kind};`,
  );
  return `
    ${userInfo().uid === 0 ? 'user root;' : ''}
    worker_processes 1;
    daemon off;
    pid ${prefix}/nginx.pid;
    error_log ${prefix}/error.log;
    events { worker_connections 1024; }
    http {
      ${temporary.join(' ')}
      access_log off;
      sendfile on;
      tcp_nopush on;
      keepalive_requests 100000000;
      server { listen 127.0.0.1:${String(port)}; root ${folder}; }
    }`;
}
