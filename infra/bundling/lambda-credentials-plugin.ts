import type { Plugin } from 'esbuild';

/**
 * Leaves of the SDK's credential chain what works in Lambda, where credentials always stand in the environment. Profiles,
 * single sign-on, instance metadata and web identity are a quarter of every bundle and of its load time otherwise.
 */
export const lambdaCredentialsPlugin: Plugin = {
  name: 'lambda-credentials',
  setup(build) {
    build.onLoad({ filter: /[\\/]@aws-sdk[\\/]credential-provider-node[\\/]dist-es[\\/]index\.js$/ }, () => ({
      contents: `export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';`,
      loader: 'js',
    }));
  },
};
