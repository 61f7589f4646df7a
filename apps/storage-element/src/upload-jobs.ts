import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '@waybill/platform';
import { DropUploads } from './application/drop-uploads.js';
import { VerifyUpload } from './application/verify-upload.js';

const RESUME_MS = 30_000;
const SWEEP_MS = 300_000;

/** What comes round for uploads past the element: those whose verifier died, those that nobody completed. */
@Injectable()
export class UploadJobs implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly verify: VerifyUpload,
    private readonly drop: DropUploads,
  ) {}

  onModuleInit(): void {
    this.jobs.every('resume-uploads', RESUME_MS, () => this.verify.resume());
    this.jobs.every('sweep-uploads', SWEEP_MS, () => this.drop.sweep());
  }
}
