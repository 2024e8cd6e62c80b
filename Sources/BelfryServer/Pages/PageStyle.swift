internal import Crypto
internal import Foundation

/// The style of every page: light and dark as the reader's device is, and readable on a phone.
enum PageStyle {
    /// Hash of `text` for `Content-Security-Policy`, so that no other style is applied.
    static let source = "'sha256-\(Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString())'"

    /// The content of the element `style`.
    static let text = """
        :root { color-scheme: light dark; --paper: #fff; --card: #f5f6f8; --ink: #1b1f24; --soft: #5a6470; --line: #d7dbe0;
        --link: #0b57a4; --critical: #a8103a; --error: #c0370b; --warning: #8a5a00; --info: #0b57a4; --good: #1a7037; }
        @media (prefers-color-scheme: dark) { :root { --paper: #14171b; --card: #1d2127; --ink: #e6e9ed; --soft: #9aa4b0;
        --line: #343b44; --link: #79b8ff; --critical: #ff7a93; --error: #ff9166; --warning: #e3b341; --info: #79b8ff;
        --good: #56d37c; } }
        * { box-sizing: border-box; }
        body { font: 16px/1.45 system-ui, sans-serif; margin: 0 auto; padding: 1rem 1.25rem 3rem; max-width: 78rem;
        color: var(--ink); background: var(--paper); }
        a { color: var(--link); text-decoration: none; } a:hover, a:focus { text-decoration: underline; }
        h1 { font-size: 1.4rem; margin: 0.2rem 0 0.8rem; overflow-wrap: anywhere; } h2 { font-size: 1.1rem; margin: 1.8rem 0 0.5rem; }
        p, ul, ol { margin: 0.4rem 0; } small, .soft { color: var(--soft); font-size: 0.875rem; }
        pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--card); padding: 0.8rem; border-radius: 6px; }
        code { background: var(--card); padding: 0.1em 0.3em; border-radius: 4px; overflow-wrap: anywhere; }
        label, form.change button { display: block; margin: 0.5em 0; }
        input, select, button { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line);
        border-radius: 6px; padding: 0.25rem 0.6rem; max-width: 100%; }
        button { background: var(--card); cursor: pointer; }
        header { display: flex; flex-wrap: wrap; gap: 0.2rem 1rem; align-items: baseline; justify-content: space-between; }
        .good { color: var(--good); } .warning { color: var(--warning); } .error { color: var(--error); }
        .critical { color: var(--critical); } .info { color: var(--info); }
        .alerts, .notes { list-style: none; padding: 0; }
        .alerts li { border-left: 5px solid currentColor; background: var(--card); border-radius: 4px; padding: 0.45rem 0.8rem;
        margin: 0.5rem 0; }
        .alerts li > * { color: var(--ink); } .alerts p { margin: 0.1rem 0; overflow-wrap: anywhere; }
        .alerts .quiet { opacity: 0.75; }
        @media (min-width: 46rem) { .alerts .soft, .alerts .links { display: inline-block; margin-right: 1.4rem; } }
        .badge { border: 1px solid currentColor; border-radius: 4px; padding: 0 0.35em; font-size: 0.8rem; font-weight: 600;
        white-space: nowrap; }
        .alerts li .badge.critical { color: var(--critical); } .alerts li .badge.error { color: var(--error); }
        .alerts li .badge.warning { color: var(--warning); } .alerts li .badge.info { color: var(--info); }
        .alerts li .soft { color: var(--soft); } .links a { margin-right: 0.9em; }
        .notes li { border: 1px solid currentColor; border-radius: 6px; padding: 0.35rem 0.8rem; margin: 0.4rem 0; }
        .bar { display: flex; flex-wrap: wrap; gap: 0.4rem 1.1rem; align-items: center; }
        .bar b { border-bottom: 2px solid currentColor; } .bar form { margin-left: auto; display: flex; gap: 0.4rem; }
        table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: 0.35rem 0.7rem 0.35rem 0;
        border-bottom: 1px solid var(--line); vertical-align: top; } thead th { color: var(--soft); font-size: 0.8rem;
        font-weight: 600; white-space: nowrap; } tbody th { font-weight: 600; overflow-wrap: anywhere; min-width: 11rem; }
        td.number { white-space: nowrap; } .strip { font-family: monospace; white-space: nowrap; letter-spacing: 0.05em; }
        .strip b { color: var(--error); } td small { display: block; overflow-wrap: anywhere; max-width: 26rem; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.3rem 1.2rem; margin: 0; } dt { color: var(--soft); }
        dd { margin: 0; overflow-wrap: anywhere; }
        @media (max-width: 46rem) { body { padding: 0.7rem 0.8rem 2rem; } .bar form { margin-left: 0; width: 100%; }
        .bar input { flex: 1; min-width: 0; } thead { display: none; } table, tbody { display: block; }
        tr { display: flex; flex-wrap: wrap; gap: 0.1rem 1rem; padding: 0.5rem 0; border-bottom: 1px solid var(--line); }
        tbody th { width: 100%; } th, td { border: 0; padding: 0; } td:empty { display: none; }
        td[data-label]::before { content: attr(data-label) " "; color: var(--soft);
        font: 0.875rem system-ui, sans-serif; }
        td.wide { width: 100%; } dl { display: block; } dd { margin-bottom: 0.5rem; } }
        """
}
