import { counter, histogram } from '../metrics/metrics.js';

export function jobMetrics() {
  return {
    runs: counter('job_runs_total', 'Rounds of a job, by outcome', ['job', 'outcome']),
    items: counter('job_items_total', 'What jobs got done', ['job']),
    duration: histogram(
      'job_duration_seconds',
      'Time of a round',
      ['job'],
      [0.01, 0.1, 0.5, 1, 5, 30, 120, 600],
    ),
  };
}
