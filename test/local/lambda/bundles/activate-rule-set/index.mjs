// Stands behind a custom resource in a worker: calls SES as its role, then answers CloudFormation, both with fetch.
const { AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, AWS_REGION } = process.env;

export async function handler(event) {
  const { RuleSetName } = event.ResourceProperties;
  const activated = await fetch(AWS_ENDPOINT_URL, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${AWS_ACCESS_KEY_ID}/20260105/${AWS_REGION}/ses/aws4_request`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ Action: 'SetActiveReceiptRuleSet', RuleSetName, Version: '2010-12-01' }),
  });
  const { StackId, RequestId, LogicalResourceId } = event;
  await fetch(event.ResponseURL, {
    method: 'PUT',
    body: JSON.stringify({
      Status: activated.ok ? 'SUCCESS' : 'FAILED',
      Reason: activated.ok ? '' : await activated.text(),
      PhysicalResourceId: `active:${RuleSetName}`,
      StackId,
      RequestId,
      LogicalResourceId,
      Data: { Active: RuleSetName },
    }),
  });
}
