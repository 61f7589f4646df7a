/**
 * Which definitions the figures follow: those of DESIGN.md, sections 3 and 9, and README.md. It grows when a figure
 * starts to mean something else, so that nobody compares what cannot be compared.
 */
export const METRIC_VERSION = 1;
