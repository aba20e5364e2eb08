export const baseUrl = 'https://api.example.com'
