import type { Plugin } from 'esbuild';

/**
 * Leaves of the SDK's credential chain what works in Lambda, where credentials always stand in the environment. Profiles,
 * single sign-on, instance metadata and web identity are a quarter of every bundle and of its load time otherwise. The
 * build fails when the chain is no longer where it was, rather than growing silently.
 */
export const lambdaCredentialsPlugin: Plugin = {
  name: 'lambda-credentials',
  setup(build) {
    let replaced = false;
    build.onLoad({ filter: /[\\/]@aws-sdk[\\/]credential-provider-node[\\/]dist-es[\\/]index\.js$/ }, () => {
      replaced = true;
      return {
        contents: `export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';`,
        loader: 'js',
      };
    });
    build.onEnd(() =>
      replaced
        ? undefined
        : { errors: [{ text: 'The SDK keeps its credential chain in another file now.' }] },
    );
  },
};
