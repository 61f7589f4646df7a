import { readEnvironment, runService } from '@waybill/platform';
import { environment } from './config.js';
import { gatewayService } from './gateway.js';

await runService(gatewayService(readEnvironment(environment)));
