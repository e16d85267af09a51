import settings from '../../throughline.config.ts';
import type { CompiledConfig } from './config.ts';
import { compile, readConfig } from './read-config.ts';

/**
 * The configuration as functions see it, for the environment that THROUGHLINE_ENV names (default: the first). The
 * bundler (`infra/bundling`) replaces this module by its result, so a bundle carries neither schema nor the other
 * environments, and reads no variable.
 */
export const compiled: CompiledConfig = compile(readConfig(settings, process.env.THROUGHLINE_ENV));
