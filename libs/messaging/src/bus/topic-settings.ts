import { TOPICS, type Topic } from '@waybill/contracts';

export interface TopicSettings {
  readonly partitions: number;
  /** Days that facts are kept; null keeps the latest message of each key for ever ("compacted"). */
  readonly retentionDays: number | null;
}

const FACTS: TopicSettings = { partitions: 6, retentionDays: 90 };
/** What a new projection must still find, however late it comes. */
const STATE: TopicSettings = { partitions: 6, retentionDays: null };

const SETTINGS = {
  [TOPICS.catalog]: STATE,
  [TOPICS.orders]: FACTS,
  [TOPICS.subscriptions]: STATE,
  [TOPICS.users]: FACTS,
  [TOPICS.files]: FACTS,
  [TOPICS.grants]: FACTS,
  [TOPICS.downloads]: FACTS,
  [TOPICS.transfers]: FACTS,
  [TOPICS.quotas]: FACTS,
  [TOPICS.alerts]: FACTS,
  [TOPICS.deadLetters]: FACTS,
} as const satisfies Record<Topic, TopicSettings>;

/** One table for both carriers. A topic that is not in it (a test's) is one of facts. */
export function settingsOf(topic: string): TopicSettings {
  return (SETTINGS as Record<string, TopicSettings>)[topic] ?? FACTS;
}

/** Days after which an inbox row can no longer meet its message again. */
export const INBOX_DAYS = 91;
