import { HistoryAndFigures1795250100000 } from './1795250100000-history-and-figures.js';
import { AlertsAndReports1795250200000 } from './1795250200000-alerts-and-reports.js';
import { SettledFigures1795250300000 } from './1795250300000-settled-figures.js';

export const analyticsMigrations = [
  HistoryAndFigures1795250100000,
  AlertsAndReports1795250200000,
  SettledFigures1795250300000,
];
