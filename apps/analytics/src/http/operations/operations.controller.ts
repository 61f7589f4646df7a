import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { type PlatformReply, Roles } from '@waybill/platform';
import { ReadOperations } from '../../application/read-operations.js';
import type { Shape } from '../shape.js';
import { AlertsAnswer, ReportAnswer, ReportsAnswer } from './answers.js';
import { presentAlerts, presentReports } from './presenter.js';
import { chooseFormat, documentOf } from './report-documents.js';
import { AlertsQuery, ReportPath, ReportQuery, ReportsQuery } from './requests.js';

/** Alerts and reports: for those who run the place. */
@ApiTags('waybill')
@Roles('admin', 'service', 'analyst')
@Controller('api')
export class OperationsController {
  constructor(private readonly operations: ReadOperations) {}

  @Get('alerts')
  @ApiOkResponse({ type: AlertsAnswer })
  async alerts(@Query() query: AlertsQuery): Promise<Shape<AlertsAnswer>> {
    return presentAlerts(await this.operations.alerts(query.state, query), query);
  }

  @Get('reports')
  @ApiOkResponse({ type: ReportsAnswer })
  async reports(@Query() query: ReportsQuery): Promise<Shape<ReportsAnswer>> {
    return presentReports(await this.operations.reports(query.kind ?? null, query), query);
  }

  @Get('reports/:id')
  @ApiProduces('application/json', 'text/html', 'text/csv')
  @ApiOkResponse({ type: ReportAnswer })
  @ApiNotFoundResponse()
  async report(
    @Param() { id }: ReportPath,
    @Query() { format }: ReportQuery,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: PlatformReply,
  ): Promise<string> {
    const document = documentOf(await this.operations.report(id), chooseFormat(format, accept));
    reply.headers(document.headers).header('vary', 'accept');
    return document.body;
  }
}
