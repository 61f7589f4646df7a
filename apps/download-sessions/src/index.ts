export { DownloadSessionsModule } from './download-sessions.module.js';
export { migrations as downloadSessionsMigrations } from './persistence/migrations/index.js';
