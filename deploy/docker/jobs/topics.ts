import { makeTopics } from '../../stack/kafka/make-topics.ts';

await makeTopics(process.env.KAFKA_BROKERS ?? '');
console.log('The topics are there');
