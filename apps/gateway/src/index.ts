export { environment, type GatewayConfig } from './config.js';
export { gatewayService } from './gateway.js';
