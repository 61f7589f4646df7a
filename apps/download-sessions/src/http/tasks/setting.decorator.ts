import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { language, type PlatformRequest } from '@waybill/platform';
import type { Setting } from './presenter.js';

/** The edition's own language is Chinese. */
export const CurrentSetting = createParamDecorator((_: unknown, context: ExecutionContext): Setting => {
  const request = context.switchToHttp().getRequest<PlatformRequest>();
  return { now: new Date(), language: language(request, 'zh') };
});
