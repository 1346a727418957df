import { Controller, Get, Post } from '@nestjs/common';

@Controller('bookings')
export class BookingController {
  @Get()
  list(): string[] {
    return [];
  }

  @Post('ready')
  ready(): void {}
}
