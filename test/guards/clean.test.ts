import { describe, expect, test } from 'vitest';
import { clean, lockfileHosts, machinePaths } from '../check/clean.ts';
import { ROOT, runTool } from '../check/tool.ts';
import { plant } from './plant.ts';

const somebody = ['', 'home', 'somebody', 'project'].join('/');

describe('the guard against traces of a machine', () => {
  test('finds a host in the lockfile', async () => {
    const lockfile = '{ "packages": { "node_modules/a": { "resolved": "https://registry.example/a.tgz" } } }';
    expect(lockfileHosts(lockfile)).toEqual(['https://registry.example/a.tgz']);
    using plot = plant({ 'package-lock.json': lockfile });
    expect(await clean(plot.root).run()).toMatchObject({
      state: 'failed',
      summary: 'package-lock.json names hosts',
    });
  });

  test('finds a path of one machine, with file and line', () => {
    expect(machinePaths('docs/a.md', `one\nsee ${somebody}/b.md`)).toEqual([
      `docs/a.md:2: see ${somebody}/b.md`,
    ]);
  });

  test('finds it in a file of the checkout', async () => {
    using plot = plant({ 'package-lock.json': '{}', 'docs/a.md': `see ${somebody}/b.md` });
    await runTool('git', ['init', '--quiet'], plot.root);
    await runTool('git', ['add', 'docs', 'package-lock.json'], plot.root);
    expect(await clean(plot.root).run()).toMatchObject({
      state: 'failed',
      output: expect.stringContaining('docs/a.md:1'),
    });
  });

  test.each(['https://example.com/home/page/', '../home/page/', '{"path":"/api/home/x/"}'])(
    'lets %s stand',
    (text) => {
      expect(machinePaths('a', text)).toEqual([]);
    },
  );

  test('finds nothing in this project', async () => {
    expect(await clean(ROOT).run()).toMatchObject({ state: 'passed' });
  });
});
