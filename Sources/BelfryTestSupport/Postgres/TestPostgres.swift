import Foundation

/// The private PostgreSQL of one test run, which `script/test` starts and removes.
///
/// A suite that needs it says `@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"))`; `script/test` fails when a
/// suite was skipped for that reason.
public enum TestPostgres {
    /// The connection string of its superuser, as the variable `BELFRY_TEST_DATABASE_URL` gives it, or `nil` outside of
    /// `script/test`.
    public static let url = ProcessInfo.processInfo.environment["BELFRY_TEST_DATABASE_URL"].flatMap {
        $0.isEmpty ? nil : $0
    }

    /// Whether tests that need PostgreSQL can run.
    public static var isAvailable: Bool { url != nil }
}
