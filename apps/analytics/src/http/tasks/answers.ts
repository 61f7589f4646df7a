import { ApiProperty } from '@nestjs/swagger';

const whole = (example: number, description?: string) => ({
  type: 'integer' as const,
  example,
  ...(description !== undefined && { description }),
});

export class Overview {
  @ApiProperty(whole(156, 'all that began in the period')) totalDownloads!: number;
  @ApiProperty(whole(52_428_800_000, 'bytes of their files')) totalSize!: number;
  @ApiProperty(whole(145)) completedDownloads!: number;
  @ApiProperty(whole(3)) failedDownloads!: number;
  @ApiProperty(whole(2_097_152, 'bytes per second')) averageSpeed!: number;
  @ApiProperty(whole(125_400, 'active seconds of the completed ones')) totalTime!: number;
}

class Activity {
  @ApiProperty({ type: String, format: 'date' }) date!: string;
  @ApiProperty(whole(5)) downloads!: number;
  @ApiProperty(whole(16_777_216_000)) size!: number;
}

class TypeShare {
  @ApiProperty({ example: 'video' }) type!: string;
  @ApiProperty({ example: '视频教程' }) name!: string;
  @ApiProperty(whole(89)) count!: number;
  @ApiProperty(whole(41_943_040_000)) size!: number;
  @ApiProperty({ type: Number, example: 80, description: 'of the size' }) percentage!: number;
}

class CategoryShare {
  @ApiProperty({ example: '前端开发' }) category!: string;
  @ApiProperty(whole(67)) count!: number;
  @ApiProperty(whole(29_360_128_000)) size!: number;
}

class Speed {
  @ApiProperty({ type: String, format: 'date-time', description: 'start of the hour or day' })
  timestamp!: string;
  @ApiProperty(whole(2_097_152, 'bytes per second')) speed!: number;
}

export class Stats {
  @ApiProperty({ type: Overview }) overview!: Overview;
  @ApiProperty({ type: [Activity] }) recentActivity!: Activity[];
  @ApiProperty({ type: [TypeShare] }) typeBreakdown!: TypeShare[];
  @ApiProperty({ type: [CategoryShare] }) categoryBreakdown!: CategoryShare[];
  @ApiProperty({ type: [Speed] }) speedHistory!: Speed[];
  @ApiProperty(whole(1)) metricVersion!: number;
}

export class StatsAnswer {
  @ApiProperty({ example: true }) success!: boolean;
  @ApiProperty({ type: Stats }) data!: Stats;
}

class Refusal {
  @ApiProperty({ example: 'VALIDATION_FAILED' }) code!: string;
  @ApiProperty({ example: '请求参数无效' }) message!: string;
}

export class RefusalAnswer {
  @ApiProperty({ example: false }) success!: boolean;
  @ApiProperty({ type: Refusal }) error!: Refusal;
}
