import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { useKept } from './use-kept.ts';

export interface Tab {
  readonly id: string;
  readonly label: string;
  readonly panel: ComponentChildren;
}

/** Some panels in one place, one of them shown. A panel is made when it is first shown and then keeps what it holds. */
export function Tabs({ id, title, tabs }: { id: string; title: string; tabs: readonly Tab[] }) {
  const [kept, choose] = useKept(`throughline-tab-${id}`);
  const shown = tabs.some((tab) => tab.id === kept) ? kept : (tabs[0]?.id ?? '');
  const made = useRef(new Set<string>());
  made.current.add(shown);

  const move = (event: KeyboardEvent) => {
    const at = tabs.findIndex((tab) => tab.id === shown);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: tabs.length - 1 }[event.key];
    const next = to === undefined ? undefined : tabs[(to + tabs.length) % tabs.length];
    if (!next) return;
    event.preventDefault();
    choose(next.id);
    document.getElementById(`tab-${next.id}`)?.focus();
  };

  return (
    <section class={`card ${id}`} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      <div role="tablist" aria-labelledby={`${id}-title`} class="tabs" onKeyDown={move}>
        {tabs.map((tab) => (
          <button
            type="button"
            role="tab"
            key={tab.id}
            id={`tab-${tab.id}`}
            aria-selected={tab.id === shown}
            aria-controls={`panel-${tab.id}`}
            tabIndex={tab.id === shown ? 0 : -1}
            onClick={() => choose(tab.id)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      {tabs.map((tab) => (
        <div
          role="tabpanel"
          key={tab.id}
          id={`panel-${tab.id}`}
          class={tab.id}
          aria-labelledby={`tab-${tab.id}`}
          hidden={tab.id !== shown}
        >
          {made.current.has(tab.id) && tab.panel}
        </div>
      ))}
    </section>
  );
}
