import Foundation

/// Where the specification's test files are.
enum ConformanceData {
    /// The folder named by `CEL_SPEC_TESTDATA`; nil if it is not set.
    static let folder = ProcessInfo.processInfo.environment["CEL_SPEC_TESTDATA"]
}
