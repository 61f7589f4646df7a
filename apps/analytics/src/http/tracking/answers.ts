import { ApiProperty } from '@nestjs/swagger';

const whole = (example: number, description?: string) => ({
  type: 'integer' as const,
  example,
  ...(description !== undefined && { description }),
});
const ratio = (example: number, description?: string) => ({
  type: Number,
  example,
  ...(description !== undefined && { description }),
});
const time = { type: String, format: 'date-time', example: '2026-03-10T12:00:00.000Z' };
const day = { type: String, format: 'date', example: '2026-03-10' };
const AUTOMATED = 'of these, by bots and other automata';
const byCountry = {
  type: 'object' as const,
  additionalProperties: { type: 'integer' as const },
  example: { NO: 7, unknown: 2 },
};

class Versioned {
  @ApiProperty(whole(1, 'grows when a figure starts to mean something else')) metric_version!: number;
}

export class DownloadOfHistory {
  @ApiProperty({ example: 'dl_0190d7a0000070008000000000000001' }) download_id!: string;
  @ApiProperty({ type: String, nullable: true }) file_id!: string | null;
  @ApiProperty({ example: 'film.mp4' }) file_name!: string;
  @ApiProperty({ example: 'video' }) file_type!: string;
  @ApiProperty(whole(1_048_576)) file_size_bytes!: number;
  @ApiProperty(time) started_at!: string;
  @ApiProperty({ ...time, nullable: true, description: 'of completed and failed ones' }) completed_at!:
    string | null;
  @ApiProperty({ enum: ['started', 'completed', 'failed', 'cancelled'] }) status!: string;
  @ApiProperty({ ...whole(8389), nullable: true }) download_speed_kbps!: number | null;
  @ApiProperty(whole(0)) resume_count!: number;
  @ApiProperty({ enum: ['observed', 'claimed', 'reported'] }) accuracy!: string;
  @ApiProperty({ description: 'by a bot or another automaton' }) automated!: boolean;
}

export class HistoryAnswer extends Versioned {
  @ApiProperty({ example: 'user-1' }) user_id!: string;
  @ApiProperty({ type: [DownloadOfHistory] }) downloads!: DownloadOfHistory[];
  @ApiProperty(whole(1, 'how many are in this answer')) count!: number;
  @ApiProperty({ description: 'a further page follows' }) has_more!: boolean;
  @ApiProperty({ type: String, nullable: true, description: 'asks for it, as `cursor`' }) next_cursor!:
    string | null;
}

export class SummaryAnswer extends Versioned {
  @ApiProperty({ example: 'user-1' }) user_id!: string;
  @ApiProperty(whole(12, 'all that began')) total_downloads!: number;
  @ApiProperty(whole(10)) completed_downloads!: number;
  @ApiProperty(whole(1)) failed_downloads!: number;
  @ApiProperty(whole(1)) cancelled_downloads!: number;
  @ApiProperty(ratio(512.5, 'of completed ones')) total_size_mb!: number;
  @ApiProperty({ type: [String], example: ['video', 'document'] }) favorite_file_types!: string[];
  @ApiProperty(whole(8389, 'Σ bytes / Σ active seconds of completed ones')) avg_download_speed_kbps!: number;
  @ApiProperty(ratio(83.33, '100 · completed / (completed + failed + cancelled)')) completion_rate!: number;
  @ApiProperty(whole(0, AUTOMATED)) automated_downloads!: number;
}

export class PopularFileAnswer {
  @ApiProperty({ example: '0190d7a0-0000-7000-8000-000000000001' }) file_id!: string;
  @ApiProperty({ example: 'film.mp4' }) file_name!: string;
  @ApiProperty({ example: 'video' }) file_type!: string;
  @ApiProperty(whole(1_048_576)) file_size_bytes!: number;
  @ApiProperty(whole(9, 'completed within the period')) total_downloads!: number;
  @ApiProperty(whole(7, 'people who completed within the period')) unique_downloaders!: number;
  @ApiProperty(time) last_downloaded_at!: string;
}

export class PopularAnswer extends Versioned {
  @ApiProperty({ type: [PopularFileAnswer] }) files!: PopularFileAnswer[];
  @ApiProperty(whole(7)) period_days!: number;
  @ApiProperty({ ...time, description: 'now, or a little earlier where very many files are much alike' })
  as_of!: string;
}

class HourAnswer {
  @ApiProperty(whole(20, 'UTC')) hour!: number;
  @ApiProperty(whole(4)) downloads!: number;
}

export class FileAnalyticsAnswer extends Versioned {
  @ApiProperty({ example: '0190d7a0-0000-7000-8000-000000000001' }) file_id!: string;
  @ApiProperty(whole(9, 'completed')) total_downloads!: number;
  @ApiProperty(whole(7, 'people who completed it')) unique_downloaders!: number;
  @ApiProperty(whole(64, 'active seconds of completed ones')) avg_download_time_seconds!: number;
  @ApiProperty({ ...whole(20, 'UTC hour in which most completed ones began'), nullable: true })
  peak_download_hour!: number | null;
  @ApiProperty(ratio(900.25, 'served, aborted ones too, and reported')) total_bandwidth_mb!: number;
  @ApiProperty(ratio(0, 'of these, reported by clients')) reported_bandwidth_mb!: number;
  @ApiProperty(ratio(0, AUTOMATED)) automated_bandwidth_mb!: number;
  @ApiProperty({ type: [Number], example: [20, 21, 9] }) peak_hours!: number[];
  @ApiProperty({ type: [HourAnswer] }) hourly_distribution!: HourAnswer[];
  @ApiProperty(byCountry) geographic_distribution!: Record<string, number>;
  @ApiProperty(ratio(90)) completion_rate!: number;
  @ApiProperty(whole(0, AUTOMATED)) automated_downloads!: number;
}

export class TypeOfDayAnswer {
  @ApiProperty({ example: 'video' }) file_type!: string;
  @ApiProperty(whole(9, 'began that day')) total_downloads!: number;
  @ApiProperty(whole(7)) unique_users!: number;
  @ApiProperty(ratio(900.25, 'of completed ones')) total_size_mb!: number;
  @ApiProperty(whole(8389)) avg_speed_kbps!: number;
  @ApiProperty(whole(1)) failed_count!: number;
  @ApiProperty(ratio(88.89, '100 · completed / (completed + failed)')) success_rate!: number;
  @ApiProperty(whole(8)) completed_count!: number;
  @ApiProperty(whole(0)) cancelled_count!: number;
  @ApiProperty(whole(0, AUTOMATED)) automated_downloads!: number;
}

class DailyTotals {
  @ApiProperty(whole(9)) total_downloads!: number;
  @ApiProperty(ratio(900.25)) total_size_mb!: number;
  @ApiProperty(whole(1)) total_failed!: number;
  @ApiProperty(whole(8)) total_completed!: number;
  @ApiProperty(whole(7, 'distinct over all types')) unique_users!: number;
  @ApiProperty(ratio(88.89)) success_rate!: number;
  @ApiProperty(whole(0, AUTOMATED)) automated_downloads!: number;
}

export class DailyAnswer extends Versioned {
  @ApiProperty(day) date!: string;
  @ApiProperty({ type: [TypeOfDayAnswer] }) stats_by_type!: TypeOfDayAnswer[];
  @ApiProperty({ type: DailyTotals }) totals!: DailyTotals;
  @ApiProperty(byCountry) by_country!: Record<string, number>;
}

export class BandwidthOfDayAnswer {
  @ApiProperty(day) date!: string;
  @ApiProperty(ratio(1.25, 'served on that day, aborted ones too, and reported')) total_gb!: number;
  @ApiProperty(ratio(0, 'of these, reported by clients')) reported_gb!: number;
  @ApiProperty(ratio(0, AUTOMATED)) automated_gb!: number;
  @ApiProperty(whole(7, 'whose download began that day')) unique_users!: number;
  @ApiProperty(whole(9, 'began that day')) total_downloads!: number;
}

export class BandwidthAnswer extends Versioned {
  @ApiProperty({ type: [BandwidthOfDayAnswer] }) bandwidth_usage!: BandwidthOfDayAnswer[];
  @ApiProperty(whole(7)) period_days!: number;
  @ApiProperty(ratio(8.75)) total_gb!: number;
}

export class RefusalAnswer {
  @ApiProperty({ example: 'days must not be less than 1' }) detail!: string;
  @ApiProperty({ example: 'VALIDATION_FAILED' }) code!: string;
}
