import { CreateQuotas1763712000000 } from './1763712000000-create-quotas.js';

export const migrations = [CreateQuotas1763712000000];
