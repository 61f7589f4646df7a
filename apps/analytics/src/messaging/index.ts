import { AlertsConsumer } from './alerts.consumer.js';
import { CommerceConsumer } from './commerce.consumer.js';
import { DeliveriesConsumer } from './deliveries.consumer.js';
import { DownloadsConsumer } from './downloads.consumer.js';
import { SignalsConsumer } from './signals.consumer.js';
import { UsersConsumer } from './users.consumer.js';

export const consumers = [
  DownloadsConsumer,
  DeliveriesConsumer,
  SignalsConsumer,
  CommerceConsumer,
  UsersConsumer,
  AlertsConsumer,
];
