import { controlOf } from './control.ts';
import { Link, type LinkOptions } from './link.ts';

/** One address before the replicas of each service, as a Service of Kubernetes or a name of compose would be. */
const { links: options, controlPort } = JSON.parse(process.env.BALANCER ?? '') as {
  readonly links: Readonly<Record<string, LinkOptions>>;
  readonly controlPort: number;
};
const links = new Map(Object.entries(options).map(([name, link]) => [name, new Link(link)]));
await Promise.all([...links.values()].map((link) => link.listen()));
const control = controlOf(links).listen(controlPort, '127.0.0.1');

process.once('SIGTERM', () => {
  control.close();
  control.closeAllConnections();
  // Whoever starts us kills what does not end in time.
  void Promise.all([...links.values()].map((link) => link.close()));
});
