export { type Backing, type BackingName, IMAGES, startInContainer } from './containers.js';
export * from './eventually.js';
export * from './free-port.js';
export * from './redis-server.js';
export * from './test-database.js';
export * from './mmdb-file.js';
export * from './event-facts.js';
export * from './printed-routes.js';
