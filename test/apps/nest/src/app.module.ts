import { Module } from '@nestjs/common';
import { BookingController } from './booking.controller';
import { HealthController } from './health/health.controller';

@Module({ controllers: [BookingController, HealthController] })
export class AppModule {}
