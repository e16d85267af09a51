import * as z from 'zod';
import { parseProperties } from '../../core/properties.ts';
import type { ResourceKind } from '../../core/service.ts';
import { AVAILABLE, OFFLINE } from '../agent.ts';
import { type Instances, idIn, instanceNamed } from '../instance.ts';
import { arnResult, flag, instanceArn, mistake, named, tags } from './common.ts';

const securityProfileProperties = z.strictObject({
  InstanceArn: instanceArn,
  SecurityProfileName: z.string().min(1).max(127),
  Description: z.string().max(250).optional(),
  Permissions: z.array(z.string().min(1).max(128)).max(500).default([]),
  Applications: z
    .array(
      z.strictObject({
        Namespace: z.string().min(1).max(128),
        ApplicationPermissions: z.array(z.string()).min(1),
        Type: z.enum(['MCP', 'THIRD_PARTY_APPLICATION']).optional(),
      }),
    )
    .max(10)
    .default([]),
  Tags: tags,
});

/** Permissions are kept nowhere: there is no console to be kept out of. */
export function securityProfileKind(instances: Instances): ResourceKind {
  return {
    create(request) {
      const type = 'AWS::Connect::SecurityProfile';
      const { InstanceArn } = parseProperties(type, request, securityProfileProperties);
      const instance = instanceNamed(instances, InstanceArn);
      const result = arnResult(request, instance, 'security-profile', 'SecurityProfileArn');
      instance.securityProfiles.add(idIn(result.ref));
      return result;
    },
  };
}

const agentStatusProperties = z.strictObject({
  ...named,
  Description: z.string().max(250).optional(),
  State: z.enum(['ENABLED', 'DISABLED']),
  DisplayOrder: z.number().int().min(1).max(50).optional(),
});

/** A status beside the two that every instance has; who is in it takes no contacts. */
export function agentStatusKind(instances: Instances): ResourceKind {
  return {
    create(request) {
      const type = 'AWS::Connect::AgentStatus';
      const { InstanceArn, Name, State } = parseProperties(type, request, agentStatusProperties);
      const instance = instanceNamed(instances, InstanceArn);
      if ([AVAILABLE, OFFLINE, ...instance.statuses].includes(Name))
        throw mistake(type, request, `there is a status "${Name}" already`);
      if (State === 'ENABLED') instance.statuses.add(Name);
      return arnResult(request, instance, 'agent-state', 'AgentStatusArn');
    },
  };
}

const userProperties = z.strictObject({
  InstanceArn: instanceArn,
  Username: z
    .string()
    .max(100)
    .regex(/^[a-zA-Z0-9_\-.@]+$/, 'has only letters, digits and _ - . @'),
  Password: z.string().min(8).max(64).optional(),
  IdentityInfo: z
    .strictObject({
      FirstName: z.string().max(255).optional(),
      LastName: z.string().max(300).optional(),
      Email: z.string().optional(),
      SecondaryEmail: z.string().optional(),
      Mobile: z.string().optional(),
    })
    .default({}),
  PhoneConfig: z
    .strictObject({
      PhoneType: z.enum(['SOFT_PHONE', 'DESK_PHONE']),
      AutoAccept: flag.default(false),
      AfterContactWorkTimeLimit: z.number().int().min(0).default(0),
      DeskPhoneNumber: z.string().optional(),
    })
    .default({ PhoneType: 'SOFT_PHONE', AutoAccept: false, AfterContactWorkTimeLimit: 0 }),
  RoutingProfileArn: z.string(),
  SecurityProfileArns: z.array(z.string()).min(1).max(10),
  UserProficiencies: z
    .array(
      z.strictObject({
        AttributeName: z.string().min(1).max(64),
        AttributeValue: z.string().min(1).max(128),
        Level: z.number().min(1).max(5),
      }),
    )
    .default([]),
  Tags: tags,
});

export function userKind(instances: Instances): ResourceKind {
  return {
    create(request) {
      const type = 'AWS::Connect::User';
      const properties = parseProperties(type, request, userProperties);
      const { Username, RoutingProfileArn, SecurityProfileArns, PhoneConfig } = properties;
      const instance = instanceNamed(instances, properties.InstanceArn);
      const profile = instance.profiles.get(idIn(RoutingProfileArn));
      if (!profile) throw mistake(type, request, `there is no routing profile ${RoutingProfileArn}`);
      const unknown = SecurityProfileArns.find((arn) => !instance.securityProfiles.has(idIn(arn)));
      if (unknown) throw mistake(type, request, `there is no security profile ${unknown}`);
      if ([...instance.users.values()].some(({ username }) => username === Username))
        throw mistake(type, request, `there is a user "${Username}" already`);
      const proficiencies = properties.UserProficiencies.map((one) => ({
        attribute: one.AttributeName,
        value: one.AttributeValue,
        level: one.Level,
      }));
      const odd = proficiencies.find(
        ({ attribute, value }) => !instance.predefined.get(attribute)?.includes(value),
      );
      if (odd) throw mistake(type, request, `no predefined attribute has ${odd.attribute}: ${odd.value}`);
      const result = arnResult(request, instance, 'agent', 'UserArn');
      const id = idIn(result.ref);
      const limit = PhoneConfig.AfterContactWorkTimeLimit;
      instance.users.set(id, {
        id,
        arn: result.ref,
        username: Username,
        firstName: properties.IdentityInfo.FirstName ?? '',
        lastName: properties.IdentityInfo.LastName ?? '',
        instance,
        profile,
        autoAccept: PhoneConfig.AutoAccept,
        // 0 is no limit.
        afterWorkLimitMs: limit === 0 ? undefined : limit * 1_000,
        proficiencies,
      });
      return result;
    },
  };
}

const predefinedAttributeProperties = z.strictObject({
  InstanceArn: instanceArn,
  Name: z.string().min(1).max(100),
  Values: z.strictObject({ StringList: z.array(z.string().min(1).max(100)).min(1).max(128) }).optional(),
  Purposes: z.array(z.string()).max(10).optional(),
});

export function predefinedAttributeKind(instances: Instances): ResourceKind {
  return {
    create(request) {
      const type = 'AWS::Connect::PredefinedAttribute';
      const { InstanceArn, Name, Values } = parseProperties(type, request, predefinedAttributeProperties);
      const { predefined } = instanceNamed(instances, InstanceArn);
      if (predefined.has(Name)) throw mistake(type, request, `there is an attribute "${Name}" already`);
      predefined.set(Name, Values?.StringList ?? []);
      return { ref: `${InstanceArn}|${Name}`, attributes: {} };
    },
  };
}
