import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { MOST_HELD_MS, TimeOut } from './time-out';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('rings once, when its time is up', () => {
  const ring = vi.fn();
  new TimeOut(ring, 1000);
  vi.advanceTimersByTime(999);
  expect(ring).not.toHaveBeenCalled();
  vi.advanceTimersByTime(100_000);
  expect(ring.mock.calls).toEqual([[false]]);
});

it('does not count the time in which it is held', () => {
  const ring = vi.fn();
  const timeOut = new TimeOut(ring, 1000);
  vi.advanceTimersByTime(400);
  timeOut.hold(true);
  vi.advanceTimersByTime(30_000);
  timeOut.hold(false);
  vi.advanceTimersByTime(599);
  expect(ring).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(ring.mock.calls).toEqual([[false]]);
});

it('is held no longer than so long in all, and says that this was why', () => {
  const ring = vi.fn();
  const timeOut = new TimeOut(ring, 1000);
  timeOut.hold(true);
  vi.advanceTimersByTime(MOST_HELD_MS - 10);
  timeOut.hold(false);
  timeOut.hold(true);
  vi.advanceTimersByTime(9);
  expect(ring).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(ring.mock.calls).toEqual([[true]]);
});

it('never rings once it has been ended, held or not', () => {
  const ring = vi.fn();
  const timeOut = new TimeOut(ring, 1000);
  timeOut.end();
  timeOut.hold(true);
  timeOut.hold(false);
  vi.advanceTimersByTime(2 * MOST_HELD_MS);
  expect(ring).not.toHaveBeenCalled();
});
