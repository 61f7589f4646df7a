/** Channels of LISTEN and NOTIFY between the replicas of this service. */
export const STOPS_CHANNEL = 'waybill_stops';
export const FILES_CHANNEL = 'waybill_files';
