import { DownloadsConsumer } from './downloads.consumer.js';
import { FilesConsumer } from './files.consumer.js';
import { OrdersConsumer } from './orders.consumer.js';
import { SubscriptionsConsumer } from './subscriptions.consumer.js';
import { TransfersConsumer } from './transfers.consumer.js';
import { UsersConsumer } from './users.consumer.js';

export const consumers = [
  DownloadsConsumer,
  FilesConsumer,
  OrdersConsumer,
  SubscriptionsConsumer,
  TransfersConsumer,
  UsersConsumer,
];
