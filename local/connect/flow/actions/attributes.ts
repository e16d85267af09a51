import * as z from 'zod';
import { ATTRIBUTE_BYTES, attributeBytes, attributeName } from '../../attributes.ts';
import { actionKind, FAILED, NEXT } from '../action-kind.ts';

const texts = z.record(z.string(), z.string());
const attributes = z.record(attributeName, z.string());
const transitions = { next: 'required', required: ['NoMatchingError'] } as const;
const target = z.enum(['Current', 'Related']);

const updateContactAttributes = actionKind({
  type: 'UpdateContactAttributes',
  parameters: z.strictObject({ Attributes: attributes, TargetContact: target.default('Current') }),
  transitions,
  run({ Attributes, TargetContact }, run) {
    const { contact, centre } = run;
    const { relatedContactId } = contact;
    const of =
      TargetContact === 'Current' ? contact : relatedContactId && centre.contacts.get(relatedContactId);
    if (!of) return FAILED;
    const set = Object.entries(Attributes).map(([name, text]) => [name, run.text(text)]);
    const updated = { ...of.attributes, ...Object.fromEntries(set) };
    if (attributeBytes(updated) > ATTRIBUTE_BYTES) return FAILED;
    of.attributes = updated;
    centre.report(of, 'CONTACT_DATA_UPDATED', ['UserDefinedAttributes']);
    return NEXT;
  },
});

const updateFlowAttributes = actionKind({
  type: 'UpdateFlowAttributes',
  parameters: z.strictObject({
    FlowAttributes: z.record(z.string().min(1), z.strictObject({ Value: z.string() })),
  }),
  transitions,
  run({ FlowAttributes }, run) {
    for (const [name, { Value }] of Object.entries(FlowAttributes)) {
      run.flowAttributes.set(name, run.text(Value));
    }
    return NEXT;
  },
});

const updateContactData = actionKind({
  type: 'UpdateContactData',
  parameters: z.strictObject({
    Name: z.string().optional(),
    Description: z.string().optional(),
    LanguageCode: z.string().optional(),
    TargetContact: z.literal('Current').default('Current'),
  }),
  transitions,
  run({ Name, Description, LanguageCode }, run) {
    const { contact } = run;
    if (Name !== undefined) contact.name = run.text(Name);
    if (Description !== undefined) contact.description = run.text(Description);
    if (LanguageCode !== undefined) contact.language = run.text(LanguageCode);
    return NEXT;
  },
});

const tagContact = actionKind({
  type: 'TagContact',
  parameters: z.strictObject({ Tags: texts }),
  transitions,
  run({ Tags }, run) {
    const { contact, centre } = run;
    const set = Object.entries(Tags).map(([name, text]) => [name, run.text(text)]);
    const tags = { ...contact.tags, ...Object.fromEntries(set) };
    // The service's own tags do not count.
    if (Object.keys(tags).length > 6) return FAILED;
    contact.tags = tags;
    centre.report(contact, 'CONTACT_DATA_UPDATED', ['Tags']);
    return NEXT;
  },
});

const untagContact = actionKind({
  type: 'UntagContact',
  parameters: z.strictObject({ TagKeys: z.array(z.string()) }),
  transitions,
  run({ TagKeys }, { contact, centre }) {
    contact.tags = Object.fromEntries(Object.entries(contact.tags).filter(([key]) => !TagKeys.includes(key)));
    centre.report(contact, 'CONTACT_DATA_UPDATED', ['Tags']);
    return NEXT;
  },
});

export const attributeActions = [
  updateContactAttributes,
  updateFlowAttributes,
  updateContactData,
  tagContact,
  untagContact,
];
