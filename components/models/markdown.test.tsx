// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { Markdown } from './markdown';

afterEach(cleanup);

const names = (role: 'columnheader' | 'rowheader') =>
  screen.getAllByRole(role).map((cell) => cell.textContent);

it('names the rows of a table by their first cell where nothing stands over it', () => {
  render(<Markdown text={'|  | found |\n| --- | --- |\n| photograph | 3 |\n| portrait | 5 |'} under={2} />);
  expect(names('columnheader')).toEqual(['found']);
  expect(names('rowheader')).toEqual(['photograph', 'portrait']);
});

it('names only the columns of a table whose columns all have a name', () => {
  render(<Markdown text={'| kind | found |\n| --- | --- |\n| photograph | 3 |'} under={2} />);
  expect(names('columnheader')).toEqual(['kind', 'found']);
  expect(screen.queryByRole('rowheader')).toBeNull();
});
