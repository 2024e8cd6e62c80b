internal import Hummingbird
internal import AsyncHTTPClient
enum ServerPlaceholder {}
