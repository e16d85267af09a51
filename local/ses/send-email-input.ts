import * as z from 'zod';

const bytes = z.union([
  z.instanceof(Uint8Array),
  z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64'))),
]);

const charset = z.enum(['UTF-8', 'utf-8', 'US-ASCII', 'us-ascii']).optional();
const content = z.strictObject({ Data: z.string(), Charset: charset });
/** With or without a display name, which the caller encodes (RFC 2047) where it is not ASCII. */
const mailbox = z
  .string()
  .min(1)
  .max(320)
  .regex(/^[ -~]+$/, 'must be 7-bit ASCII: encode display names as RFC 2047 says and domains as Punycode');
const addresses = z.array(mailbox).default([]);

/** Headers that SES writes itself and takes from nobody (Developer Guide, "Amazon SES header fields"). */
const DISALLOWED = new Set(
  [
    'BCC',
    'CC',
    'Content-Disposition',
    'Content-Type',
    'Date',
    'From',
    'Message-ID',
    'MIME-Version',
    'Reply-To',
    'Return-Path',
    'Subject',
    'To',
  ].map((name) => name.toLowerCase()),
);

const customHeader = z
  .strictObject({
    Name: z
      .string()
      .min(1)
      .max(126, 'a header name has at most 126 characters')
      .regex(/^[!-9;-~]+$/, 'a header name is printable ASCII without blank and colon')
      .refine((name) => !DISALLOWED.has(name.toLowerCase()), {
        error: ({ input }) => `the header ${input} is not allowed`,
      }),
    Value: z
      .string()
      .min(1)
      .max(995, 'a header value has at most 995 characters')
      .regex(/^[ -~]*$/, 'a header value is printable ASCII'),
  })
  .refine(({ Name, Value }) => Name.length + Value.length <= 996, {
    error: 'a header has at most 996 characters, name and value together',
  });

const attachment = z.strictObject({
  RawContent: bytes,
  FileName: z.string().min(1).max(255),
  ContentType: z.string().default('application/octet-stream'),
  ContentDisposition: z.enum(['ATTACHMENT', 'INLINE']).default('ATTACHMENT'),
  ContentId: z.string().min(1).max(78).optional(),
  ContentDescription: z.string().max(1000).optional(),
  // All attachments travel as base64 here.
  ContentTransferEncoding: z.enum(['BASE64', 'QUOTED_PRINTABLE', 'SEVEN_BIT']).optional(),
});

const simple = z.strictObject({
  Subject: content,
  Body: z
    .strictObject({ Text: content.optional(), Html: content.optional() })
    .refine(
      ({ Text, Html }) => Text !== undefined || Html !== undefined,
      'the body has neither text nor HTML',
    ),
  Headers: z.array(customHeader).max(15).default([]),
  Attachments: z.array(attachment).default([]),
});

/** What `SendEmail` of API v2 takes; templates, tenants, endpoints and lists are not implemented. */
export const sendEmailInput = z.strictObject({
  FromEmailAddress: mailbox.optional(),
  Destination: z
    .strictObject({ ToAddresses: addresses, CcAddresses: addresses, BccAddresses: addresses })
    .optional(),
  ReplyToAddresses: addresses,
  FeedbackForwardingEmailAddress: z.string().optional(),
  Content: z
    .strictObject({ Simple: simple.optional(), Raw: z.strictObject({ Data: bytes }).optional() })
    .refine((kinds) => Object.keys(kinds).length === 1, 'the content is exactly one of Simple and Raw'),
  ConfigurationSetName: z.string().optional(),
  EmailTags: z
    .array(
      z.strictObject({
        Name: z.string().regex(/^[\w-]{1,256}$/),
        Value: z.string().regex(/^[\w.@-]{1,256}$/),
      }),
    )
    .max(50)
    .default([]),
});

export type SendEmailInput = z.output<typeof sendEmailInput>;
export type SimpleContent = z.output<typeof simple>;
