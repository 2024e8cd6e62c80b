/// There is no server to make a test's database on.
public struct TestDatabaseUnavailable: Error, CustomStringConvertible {
    /// How to get one.
    public let description = "BELFRY_TEST_DATABASE_URL is no postgresql:// address: run script/test"

    init() {}
}
