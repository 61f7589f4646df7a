export { DownloadSessionsModule } from './download-sessions.module.js';
