import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Readiness } from '../health/readiness.js';
import { Jobs } from '../jobs/jobs.js';
import { type DatabaseOptions, dataSourceOptions, openDatabase } from './open-database.js';

/** The service's own database: the TypeORM `DataSource` with its migrations run, its readiness, and `Jobs`. */
@Module({})
export class DatabaseModule {
  constructor(source: DataSource, readiness: Readiness) {
    readiness.register('database', () => source.query('SELECT 1'));
  }

  static forRoot(options: DatabaseOptions): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      imports: [
        TypeOrmModule.forRootAsync({
          // Waiting for the database is done in openDatabase, for the faults that waiting can cure.
          useFactory: () => ({ ...dataSourceOptions(options), retryAttempts: 0 }),
          dataSourceFactory: () => openDatabase(options),
        }),
      ],
      providers: [
        { provide: Jobs, inject: [DataSource], useFactory: (source: DataSource) => new Jobs(source) },
      ],
      exports: [Jobs],
    };
  }
}
