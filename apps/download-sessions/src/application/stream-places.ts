/** How many streams of events one person holds, over all replicas: some browsers, not a way to use up the connections. */
export abstract class StreamPlaces {
  /**
   * @returns what gives the place back
   * @throws DomainError `RATE_LIMITED`
   */
  abstract take(userId: string): Promise<() => void>;
}
