/**
 * Phones of AWS's own SMS simulator that no message reaches, by country. Source: End User Messaging SMS guide,
 * "Simulator phone numbers". Its phones that messages do reach are like any other phone here.
 */
const FAILURE_NUMBERS: ReadonlySet<string> = new Set([
  '+61455944039', // Australia
  '+43676800442032', // Austria
  '+32460213923', // Belgium
  '+56229140631', // Chile
  '+420790542287', // Czech Republic
  '+4525919215', // Denmark
  '+37282720793', // Estonia
  '+3584573979111', // Finland
  '+33755512502', // France
  '+85257048854', // Hong Kong
  '+36707178772', // Hungary
  '+394390009174', // Italy
  '+447937404992', // Jersey
  '+352691385882', // Luxembourg
  '+3197008100150', // Netherlands
  '+4759449387', // Norway
  '+48732141442', // Poland
  '+351927946950', // Portugal
  '+40783900332', // Romania
  '+34683783442', // Spain
  '+46790645102', // Sweden
  '+41798075874', // Switzerland
  '+886903444632', // Taiwan
  '+447860019067', // United Kingdom
  '+14254147167', // United States
]);

/** Whether a message to this number, in E.164, arrives. */
export const isReachable = (number: string): boolean => !FAILURE_NUMBERS.has(number);
