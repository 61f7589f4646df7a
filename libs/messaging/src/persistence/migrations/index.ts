import { Messaging1795250000000 } from './1795250000000-messaging.js';
import { OutboxParked1795250100000 } from './1795250100000-outbox-parked.js';

export const messagingMigrations = [Messaging1795250000000, OutboxParked1795250100000];
