import { MemoryRateLimiter } from '../../src/limits/memory-rate-limiter.js';
import { behavesAsRateLimiter } from './rate-limiters.suite.js';

behavesAsRateLimiter('memory', () => [new MemoryRateLimiter()]);
