export type { components, paths } from '../../../../docs/openapi/schema';
