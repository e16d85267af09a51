import type { Bill } from '../state.ts';

const dollars = (amount: number) => `$${amount.toFixed(amount < 0.01 ? 7 : 4)}`;

/** What the calls so far would have cost. */
export function BillCard({ bill }: { bill: Bill }) {
  return (
    <>
      <p class="hint">
        {dollars(bill.pipeline)} for running the pipeline, and {dollars(bill.channels)} for SMS, mail and
        Connect tasks. The agent works through the agent API, which is counted at every reading; what else
        this page reads, and the AWS CLI, is left out.
      </p>
      <details>
        <summary>{bill.lines.reduce((sum, line) => sum + line.calls, 0)} billable calls</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">Call</th>
              <th scope="col">By</th>
              <th scope="col">Times</th>
              <th scope="col">Cost</th>
            </tr>
          </thead>
          <tbody>
            {bill.lines.map((line) => (
              <tr key={`${line.service} ${line.operation} ${line.functionName}`}>
                <td>
                  {line.service} {line.operation}
                </td>
                <td>{line.functionName}</td>
                <td>{line.calls}</td>
                <td>{dollars(line.cost)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}
