/** Names the one group that a message was sent again for; every other group passes it over. */
export const REPLAY_FOR = 'waybill-replay-for';
