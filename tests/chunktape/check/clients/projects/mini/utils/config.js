module.exports = { baseUrl: 'https://api.example.com' }
