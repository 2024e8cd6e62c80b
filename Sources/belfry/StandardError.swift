import BelfryCore
import Foundation

/// Where commands put what is not their result.
enum StandardError {
    /// Writes a line.
    static func print(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }

    /// Writes problems, one a line.
    static func print(_ problems: [Problem]) {
        for problem in problems { print(problem.description) }
    }
}
